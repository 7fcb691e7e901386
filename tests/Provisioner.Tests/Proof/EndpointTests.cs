using Provisioner.Core.Proof;

namespace Provisioner.Tests.Proof;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("pacs.hospital.local:2762", "pacs.hospital.local", 2762)]
    [InlineData("PACS_1:104", "PACS_1", 104)]
    [InlineData("10.0.0.7:1", "10.0.0.7", 1)]
    [InlineData("10.0.0.7:65535", "10.0.0.7", 65535)]
    [InlineData("[fe80::1]:104", "fe80::1", 104)]
    public void A_host_and_port_are_read_and_written_alike(string text, string host, int port)
    {
        Assert.True(Endpoint.TryParse(text, out var endpoint));
        Assert.Equal((host, port, text), (endpoint.Host, endpoint.Port, endpoint.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("pacs")]
    [InlineData(":104")]
    [InlineData("pacs:")]
    [InlineData("pacs:0")]
    [InlineData("pacs:65536")]
    [InlineData("pacs:+1")]
    [InlineData("pacs: 1")]
    [InlineData("pa cs:104")]
    [InlineData("-pacs:104")]
    [InlineData("pacs-:104")]
    [InlineData("pacs..local:104")]
    [InlineData("fe80::1:104")]
    [InlineData("[10.0.0.7]:104")]
    [InlineData("[fe80::1:104")]
    [InlineData("10.0.0.256:104")]
    [InlineData("10.0.7:104")]
    [InlineData("http://pacs:104")]
    public void Anything_else_is_refused(string? text) => Assert.False(Endpoint.TryParse(text, out _));

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_label_has_at_most_63_characters(int length, bool expected) =>
        Assert.Equal(expected, Endpoint.TryParse(new string('a', length) + ":104", out _));
}
