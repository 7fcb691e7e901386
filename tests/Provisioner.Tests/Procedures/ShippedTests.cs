using Provisioner.Core.Certificates.Rules;
using Provisioner.Core.Changes;
using Provisioner.Core.Problems;
using Provisioner.Core.Procedures;

namespace Provisioner.Tests.Procedures;

public sealed class ShippedTests
{
    public static TheoryData<string> Modalities => [.. Shipped.ModalityFiles];

    public static TheoryData<string> Procedures => [.. Shipped.ProcedureFiles];

    [Theory, MemberData(nameof(Modalities))]
    public void Every_shipped_scanner_type_checks_clean_and_has_the_name_of_its_file(string file)
    {
        var read = ModalityFile.Read(file, Shipped.Bytes(file));
        Assert.Empty(read.Problems);
        Assert.Equal(file, $"modalities/{read.Value.Id}.yaml");
    }

    [Theory, MemberData(nameof(Procedures))]
    public void Every_shipped_procedure_checks_clean_and_has_the_name_of_its_file(string file)
    {
        var read = ProcedureFile.Read(file, Shipped.Bytes(file), Shipped.Modalities);
        Assert.Empty(read.Problems);
        Assert.Equal(file, $"{read.Value.Id}.yaml");
        Assert.Equal(Sha256.Of(Shipped.Bytes(file)), read.Value.Digest);
    }

    [Fact]
    public void The_secure_client_method_says_all_that_the_manual_says()
    {
        var text = Shipped.Text("ge-mr/secure-client.yaml");
        string[] needed =
        [
            "5690012-2EN rev 3", "id_2024462", "45..65", "finalization: 5", "persons: 1", "USB flash drive", "5452735", "courses", "rules of this site",
            "stop at once", "supervisor", "customer's IT", ".pem", "2048", "common name", "organization,", "organizational unit", "locality",
            "state or province", "country", "least preferred", "EA3", "EAT", "Certificates alone secure nothing", "each application",
        ];
        Assert.Empty(needed.Where(word => !text.Contains(word, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_secure_client_method_tries_imports_configures_proves_and_hands_over_in_this_order()
    {
        string[] expected =
        [
            "safety", "notice", "check", "choose", "check", "scanner-free", "compare", "try", "import", "import", "configure", "restart", "prove", "hand-over", "notice",
        ];
        Assert.Equal(expected, Shipped.SecureClient.Steps.Select(step => step.Verb.Word));
        Assert.Equal("import-authority", Shipped.SecureClient.FirstChange!.Id);
        Assert.Equal(new MinuteRange(45, 65), Shipped.SecureClient.Personnel.Procedure);
        Assert.Null(Shipped.SecureClient.Personnel.Preliminary);
    }

    [Fact]
    public void A_GE_MR_scanner_demands_six_attributes_of_its_own_certificate_and_not_of_an_authority()
    {
        var modality = Shipped.Modalities["ge-mr"];
        Assert.Equal("CN O OU L ST C", string.Join(" ", modality.RulesFor(Slot.Host, Role.Client).SubjectAttributes!.Value));
        Assert.Null(modality.RulesFor(Slot.Trusted, Role.Client).SubjectAttributes);
        Assert.Equal(new KeyRule("RSA", 2048), Assert.Single(modality.RulesFor(Slot.Host, Role.Server).Keys!.Value));
        Assert.Equal(".pem", Assert.Single(modality.RulesFor(Slot.Host, Role.Client).Endings!.Value));
        Assert.True(modality.RulesFor(Slot.Host, Role.Client).SelfSigned);
    }

    [Fact]
    public void A_GE_MR_scanner_has_the_three_services_of_its_manual_in_both_roles_and_says_what_is_assumed()
    {
        var modality = Shipped.Modalities["ge-mr"];
        Assert.Equal(["dicom", "ea3", "eat"], modality.Services.Select(service => service.Name));
        Assert.All(modality.Services, service => Assert.Equal(2, service.Settings.Count));
        Assert.All(modality.Services, service => Assert.True(service.RestartAssumed && service.Settings.Values.All(settings => settings.Assumed)));
        Assert.All(modality.Store.Slots.Values, slot => Assert.True(slot.Assumed));
        Assert.True(modality.Recognition.Assumed);
    }
}
