using Microsoft.PowerShell;

// PowerShell itself from its packages, so that publish.ps1 is run where none is installed: dotnet pwsh.dll -NoProfile -File publish.ps1 …
return UnmanagedPSEntry.Start(args, args.Length);
