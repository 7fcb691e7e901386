using Provisioner.Core.Dicom;
using Provisioner.Core.Proof;
using Provisioner.Tests.House;

namespace Provisioner.Tests.Dicom;

public sealed class Part10Tests
{
    private static readonly AeTitle Scanner = AeTitle.Check("MR2").Value;

    private static readonly byte[] Head = Part10.WriteHead(Uids.CtImage, "1.2.3", Uids.ImplicitLittle, Scanner);

    [Fact]
    public void A_head_is_read_as_it_was_written() =>
        Assert.Equal(new Part10Head(Uids.CtImage, "1.2.3", Uids.ImplicitLittle, Head.Length), Part10.ReadHead([.. Head, 8, 0, 5, 0, 1, 2, 3, 4]).Value);

    [Fact]
    public void Every_cut_head_is_a_problem() =>
        Assert.All(Enumerable.Range(0, Head.Length + 1), length => Assert.False(Part10.ReadHead(Head.AsSpan(0, length)).IsGood));

    [Theory]
    [InlineData(127)]
    [InlineData(131)]
    public void What_does_not_begin_as_a_DICOM_file_is_told_so(int length) =>
        Assert.Equal("DICOM-002", Part10.ReadHead(new byte[length]).Problems[0].Code);

    [PeerTheory("dcmdump")]
    [InlineData(true)]
    [InlineData(false)]
    public void The_test_image_is_a_valid_DICOM_file_of_the_service_identity(bool isExplicit)
    {
        using var scratch = new Scratch();
        var set = TestImage.DataSet(isExplicit, new(2026, 5, 4, 9, 30, 47, TimeSpan.Zero), Scanner, "2.25.1", "2.25.2", "2.25.3");
        File.WriteAllBytes(scratch["x.dcm"], [.. Part10.WriteHead(Uids.SecondaryCapture, "2.25.3", isExplicit ? Uids.ExplicitLittle : Uids.ImplicitLittle, Scanner), .. set]);
        var (code, output) = Peers.Run("dcmdump", null, scratch["x.dcm"]);
        Assert.Equal(0, code);
        Assert.Contains(TestImage.PatientId, output, StringComparison.Ordinal);
        Assert.DoesNotContain("W:", output, StringComparison.Ordinal);
        Assert.DoesNotContain("E:", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_UID_from_a_UUID_is_its_number_in_the_arc_2_25() =>
        Assert.Equal("2.25.329800735698586629295641978511506172918", TestImage.UidOf(Guid.Parse("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")));
}
