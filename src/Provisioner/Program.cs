using Provisioner.Commands;

return await CommandLine.RunAsync(args).ConfigureAwait(false);
