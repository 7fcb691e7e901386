using System.Globalization;
using Provisioner.Commands;
using Provisioner.CrashHost;
using Provisioner.Stores;

// crashhost ACT whole|torn ARGUMENTS...: the program, killed (SIGKILL) before its ACT-th act on a disk, or in the middle of it.
// ACT 0: not killed; the number of acts goes to standard error at the end.
// crashhost PATH bug ARGUMENTS...: broken by a bug where it first creates a file below that part of a path.
var isBug = args[1] == "bug";
var disk = new KillingDisk(new Disk(), isBug ? 0 : int.Parse(args[0], CultureInfo.InvariantCulture), torn: args[1] == "torn", bugAt: isBug ? args[0] : null);
var code = await CommandLine.RunAsync(args[2..], disk: disk).ConfigureAwait(false);
await Console.Error.WriteLineAsync($"acts {disk.Acts}").ConfigureAwait(false);
return code;
