using System.Collections.Immutable;

namespace Provisioner.Core.Dicom;

/// <summary>What an acceptor of associations takes.</summary>
public sealed record AcceptancePolicy
{
    /// <summary>The title it answers to; <c>null</c> takes any.</summary>
    public AeTitle? Called { get; init; }

    /// <summary>The titles it knows; empty takes any.</summary>
    public ImmutableArray<AeTitle> Calling { get; init; } = [];

    /// <summary>Whether storage classes are taken besides verification.</summary>
    public bool Store { get; init; }
}

/// <summary>Answers a request for an association (PS3.8, 7.1 and 9.3.3).</summary>
public static class Negotiation
{
    /// <summary>A-ASSOCIATE-AC, or -RJ with its reason.</summary>
    public static Pdu Answer(Pdu.AssociateRequest request, AcceptancePolicy policy) => Refusal(request, policy) is { } why
        ? new Pdu.AssociateReject(why)
        : new Pdu.AssociateAccept
        {
            Called = request.Called,
            Calling = request.Calling,
            Contexts = [.. request.Contexts.Select(context => Answer(context, policy))],
        };

    private static Rejection? Refusal(Pdu.AssociateRequest request, AcceptancePolicy policy) =>
        (request.Versions & 1) == 0 ? Rejection.ProtocolVersionNotSupported
        : request.ApplicationContext != Uids.ApplicationContext ? Rejection.ApplicationContextNotSupported
        : request.Called is null || (policy.Called is { } ours && ours != request.Called) ? Rejection.CalledTitleUnknown
        : request.Calling is null || (policy.Calling.Length > 0 && !policy.Calling.Contains(request.Calling)) ? Rejection.CallingTitleUnknown
        : null;

    /// <summary>Of the transfer syntaxes proposed, one without compression where there is one, else the first.</summary>
    private static AnsweredContext Answer(ProposedContext context, AcceptancePolicy policy)
    {
        var isKnown = context.AbstractSyntax == Uids.Verification || (policy.Store && Uids.IsStorage(context.AbstractSyntax));
        var syntax = Preferred(context, onlyPlain: context.AbstractSyntax == Uids.Verification);
        return !isKnown ? new(context.Id, ContextResult.AbstractSyntaxNotSupported, context.TransferSyntaxes[0])
            : syntax is null ? new(context.Id, ContextResult.TransferSyntaxesNotSupported, context.TransferSyntaxes[0])
            : new(context.Id, ContextResult.Accepted, syntax);
    }

    private static string? Preferred(ProposedContext context, bool onlyPlain) =>
        context.TransferSyntaxes.Contains(Uids.ExplicitLittle) ? Uids.ExplicitLittle
        : context.TransferSyntaxes.Contains(Uids.ImplicitLittle) ? Uids.ImplicitLittle
        : onlyPlain ? null
        : context.TransferSyntaxes.FirstOrDefault(syntax => Uids.IsUid(System.Text.Encoding.Latin1.GetBytes(syntax)));
}
