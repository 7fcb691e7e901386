# Builds the one-file programs for Windows and Linux into OUT (out by default). The work is in media/publish.sh's few lines;
# this says the same to PowerShell.
param([string]$Out = "out")
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot
foreach ($rid in "linux-x64", "win-x64") {
    dotnet publish src/Provisioner -c Release -r $rid -o "$Out/$rid" --nologo -v q
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}
Get-ChildItem -Recurse -File $Out -Include provisioner, provisioner.exe | Get-FileHash -Algorithm SHA256 | ForEach-Object { "$($_.Hash.ToLower())  $($_.Path)" }
