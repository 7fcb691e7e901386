namespace Provisioner.Core.Certificates.X509;

/// <summary>The bytes break the format's rules. Never leaves this room: the readers turn it into a problem.</summary>
/// <param name="what">What is wrong, in plain words.</param>
internal sealed class MalformedException(string what) : Exception(what);
