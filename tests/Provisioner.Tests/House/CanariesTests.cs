using System.Text;

namespace Provisioner.Tests.House;

/// <summary>What finds secrets must find them.</summary>
public sealed class CanariesTests
{
    [Theory]
    [InlineData("raw")]
    [InlineData("UTF-16")]
    [InlineData("hexadecimal")]
    [InlineData("base64, nothing before")]
    [InlineData("base64, one byte before")]
    [InlineData("base64, two bytes before")]
    public void A_secret_is_found_in(string row)
    {
        const string Secret = "correct horse battery";
        var text = row switch
        {
            "raw" => $"x{Secret}y",
            "UTF-16" => Encoding.Latin1.GetString(Encoding.Unicode.GetBytes($"x{Secret}y")),
            "hexadecimal" => $"x{Convert.ToHexString(Encoding.UTF8.GetBytes(Secret))}y",
            "base64, nothing before" => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Secret}yz")),
            "base64, one byte before" => Convert.ToBase64String(Encoding.UTF8.GetBytes($"x{Secret}y")),
            _ => Convert.ToBase64String(Encoding.UTF8.GetBytes($"xx{Secret}yyy")),
        };
        Assert.NotEmpty(new Canaries().Text("password", Secret).FoundIn([("file", Encoding.Latin1.GetBytes(text))]));
        Assert.Empty(new Canaries().Text("password", "another horse battery").FoundIn([("file", Encoding.Latin1.GetBytes(text))]));
    }
}
