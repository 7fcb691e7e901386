using System.Collections.Immutable;
using Provisioner.Core.Dicom;

namespace Provisioner.Tests.Dicom;

public sealed class NegotiationTests
{
    private const string Jpeg = "1.2.840.10008.1.2.4.50";

    private static readonly AeTitle Scanner = AeTitle.Check("MR2").Value;

    private static readonly AeTitle Archive = AeTitle.Check("PACS").Value;

    private static readonly AcceptancePolicy Strict = new() { Called = Archive, Calling = [Scanner], Store = true };

    public static readonly TheoryData<string, string?, string?, string, ushort, string?> Refusals = new()
    {
        { "all right", "PACS", "MR2", Uids.ApplicationContext, 1, null },
        { "later version too", "PACS", "MR2", Uids.ApplicationContext, 3, null },
        { "other version only", "PACS", "MR2", Uids.ApplicationContext, 2, "1/2/2" },
        { "other application", "PACS", "MR2", "1.2.3", 1, "1/1/2" },
        { "other called title", "ELSEWHERE", "MR2", Uids.ApplicationContext, 1, "1/1/7" },
        { "no called title", null, "MR2", Uids.ApplicationContext, 1, "1/1/7" },
        { "other calling title", "PACS", "CT1", Uids.ApplicationContext, 1, "1/1/3" },
        { "no calling title", "PACS", null, Uids.ApplicationContext, 1, "1/1/3" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void An_association_is_refused_with_the_standards_reason(string row, string? called, string? calling, string application, ushort versions, string? expected)
    {
        var request = new Pdu.AssociateRequest
        {
            Called = called is null ? null : AeTitle.Check(called).Value,
            Calling = calling is null ? null : AeTitle.Check(calling).Value,
            ApplicationContext = application,
            Versions = versions,
            Contexts = [new(1, Uids.Verification, [Uids.ImplicitLittle])],
        };
        Assert.True((Negotiation.Answer(request, Strict) as Pdu.AssociateReject)?.Why.ToString() == expected, row);
    }

    [Theory]
    [InlineData("echo", Uids.Verification, Uids.ImplicitLittle, true, ContextResult.Accepted, Uids.ImplicitLittle)]
    [InlineData("echo prefers explicit", Uids.Verification, Uids.ImplicitLittle + "," + Uids.ExplicitLittle, true, ContextResult.Accepted, Uids.ExplicitLittle)]
    [InlineData("echo compressed", Uids.Verification, Jpeg, true, ContextResult.TransferSyntaxesNotSupported, Jpeg)]
    [InlineData("image compressed", Uids.CtImage, Jpeg, true, ContextResult.Accepted, Jpeg)]
    [InlineData("image both", Uids.CtImage, Jpeg + "," + Uids.ImplicitLittle, true, ContextResult.Accepted, Uids.ImplicitLittle)]
    [InlineData("image where none is taken", Uids.CtImage, Jpeg, false, ContextResult.AbstractSyntaxNotSupported, Jpeg)]
    [InlineData("query", "1.2.840.10008.5.1.4.1.2.2.1", Uids.ImplicitLittle, true, ContextResult.AbstractSyntaxNotSupported, Uids.ImplicitLittle)]
    public void A_context_is_taken_or_refused(string row, string sopClass, string syntaxes, bool store, ContextResult expected, string syntax)
    {
        var request = new Pdu.AssociateRequest { Called = Archive, Calling = Scanner, Contexts = [new(9, sopClass, [.. syntaxes.Split(',')])] };
        var answer = Assert.Single(((Pdu.AssociateAccept)Negotiation.Answer(request, new() { Store = store })).Contexts);
        Assert.True(answer == new AnsweredContext(9, expected, syntax), row);
    }
}
