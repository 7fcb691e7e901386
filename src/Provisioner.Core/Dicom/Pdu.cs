using System.Collections.Immutable;

namespace Provisioner.Core.Dicom;

/// <summary>First byte of a PDU (PS3.8, 9.3.1).</summary>
public enum PduType : byte
{
    AssociateRequest = 1,
    AssociateAccept = 2,
    AssociateReject = 3,
    Data = 4,
    ReleaseRequest = 5,
    ReleaseReply = 6,
    Abort = 7,
}

/// <summary>A protocol data unit of PS3.8, 9.3, except P-DATA-TF, whose fragments are read in place (<see cref="Pdv"/>).</summary>
public abstract record Pdu
{
    private Pdu(PduType type) => Type = type;

    public PduType Type { get; }

    /// <summary>A-ASSOCIATE-RQ, 9.3.2.</summary>
    public sealed record AssociateRequest() : Pdu(PduType.AssociateRequest)
    {
        /// <summary>Bit 0 is version 1, the only one there is.</summary>
        public ushort Versions { get; init; } = 1;

        /// <summary><c>null</c> when the field holds no valid title.</summary>
        public required AeTitle? Called { get; init; }

        /// <inheritdoc cref="Called"/>
        public required AeTitle? Calling { get; init; }

        public string ApplicationContext { get; init; } = Uids.ApplicationContext;

        public required ImmutableArray<ProposedContext> Contexts { get; init; }

        public UserInformation User { get; init; } = UserInformation.Ours;
    }

    /// <summary>A-ASSOCIATE-AC, 9.3.3. The title fields repeat the request's and are not tested on receipt.</summary>
    public sealed record AssociateAccept() : Pdu(PduType.AssociateAccept)
    {
        public required AeTitle? Called { get; init; }

        public required AeTitle? Calling { get; init; }

        public string ApplicationContext { get; init; } = Uids.ApplicationContext;

        public required ImmutableArray<AnsweredContext> Contexts { get; init; }

        public UserInformation User { get; init; } = UserInformation.Ours;
    }

    /// <summary>A-ASSOCIATE-RJ, 9.3.4.</summary>
    public sealed record AssociateReject(Rejection Why) : Pdu(PduType.AssociateReject);

    /// <summary>A-RELEASE-RQ, 9.3.6.</summary>
    public sealed record ReleaseRequest() : Pdu(PduType.ReleaseRequest);

    /// <summary>A-RELEASE-RP, 9.3.7.</summary>
    public sealed record ReleaseReply() : Pdu(PduType.ReleaseReply);

    /// <summary>A-ABORT, 9.3.8.</summary>
    public sealed record Abort(AbortSource Source, AbortReason Reason) : Pdu(PduType.Abort);
}

/// <summary>A presentation context as asked for (9.3.2.2).</summary>
/// <param name="Id">Odd, 1 to 255.</param>
public sealed record ProposedContext(byte Id, string AbstractSyntax, ImmutableArray<string> TransferSyntaxes);

/// <summary>A presentation context as answered (9.3.3.2).</summary>
/// <param name="TransferSyntax">Only meaningful when accepted; may be empty otherwise.</param>
public sealed record AnsweredContext(byte Id, ContextResult Result, string TransferSyntax)
{
    public bool IsAccepted => Result == ContextResult.Accepted;
}

/// <summary>9.3.3.2, result/reason.</summary>
public enum ContextResult : byte
{
    Accepted = 0,
    UserRejected = 1,
    NoReason = 2,
    AbstractSyntaxNotSupported = 3,
    TransferSyntaxesNotSupported = 4,
}

/// <summary>What is understood of the user information item (PS3.7, D.3.3). Asynchronous operations, roles, extended
/// negotiation and user identity are passed over: without an answer their defaults hold.</summary>
/// <param name="MaximumLength">Longest P-DATA-TF that the sender takes, without its head of 6 bytes; 0 means no limit (PS3.8, D.1).</param>
public sealed record UserInformation(uint MaximumLength, string ImplementationClass, string? ImplementationVersion)
{
    /// <summary>The longest P-DATA-TF that we take and send: with its head it fills 64 KiB. Longer ones are no faster, since TLS cuts
    /// them into records of 16 KiB.</summary>
    public const int OurMaximumLength = (64 * 1024) - PduHead.Size;

    public static UserInformation Ours { get; } = new(OurMaximumLength, Uids.Implementation, Uids.ImplementationVersion);
}

/// <summary>Result, source and reason of a rejection as the standard numbers them (9.3.4, table 9-21).</summary>
public readonly record struct Rejection(byte Result, byte Source, byte Reason)
{
    /// <summary>Permanent, by the user, no reason given.</summary>
    public static Rejection NoReason { get; } = new(1, 1, 1);

    public static Rejection ApplicationContextNotSupported { get; } = new(1, 1, 2);

    public static Rejection CallingTitleUnknown { get; } = new(1, 1, 3);

    public static Rejection CalledTitleUnknown { get; } = new(1, 1, 7);

    /// <summary>Permanent, by the provider's ACSE part.</summary>
    public static Rejection ProtocolVersionNotSupported { get; } = new(1, 2, 2);

    /// <summary>Transient, by the provider's presentation part.</summary>
    public static Rejection LocalLimitExceeded { get; } = new(2, 3, 2);

    /// <summary>Whether it may work later.</summary>
    public bool IsTransient => Result == 2;

    public override string ToString() => $"{Result}/{Source}/{Reason}";
}

/// <summary>9.3.8.</summary>
public enum AbortSource : byte
{
    User = 0,
    Provider = 2,
}

/// <summary>9.3.8; only meaningful from the provider.</summary>
public enum AbortReason : byte
{
    NotSpecified = 0,
    UnrecognizedPdu = 1,
    UnexpectedPdu = 2,
    UnrecognizedParameter = 4,
    UnexpectedParameter = 5,
    InvalidParameter = 6,
}
