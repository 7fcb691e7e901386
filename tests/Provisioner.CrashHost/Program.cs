using System.Globalization;
using Provisioner.Commands;
using Provisioner.CrashHost;
using Provisioner.Stores;

// crashhost ACT whole|torn|bug ARGUMENTS...: the program, killed (SIGKILL) before its ACT-th act on a disk, or in the middle of it,
// or broken there by a bug.
// ACT 0: not killed; the number of acts goes to standard error at the end.
var disk = new KillingDisk(new Disk(), int.Parse(args[0], CultureInfo.InvariantCulture), torn: args[1] == "torn", bug: args[1] == "bug");
var code = await CommandLine.RunAsync(args[2..], disk: disk).ConfigureAwait(false);
await Console.Error.WriteLineAsync($"acts {disk.Acts}").ConfigureAwait(false);
return code;
