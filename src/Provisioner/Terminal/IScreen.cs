using System.Collections.Immutable;
using Provisioner.Core.Screens;

namespace Provisioner.Terminal;

/// <summary>Where the wizard is seen and its keys come from.</summary>
internal interface IScreen
{
    /// <summary>As it is now; it may change at any time.</summary>
    Room Room { get; }

    /// <summary>Keys that were pressed since; never waits.</summary>
    ImmutableArray<Message> Read();

    void Show(WizardModel model);

    /// <summary>Nobody is there any more: the terminal was closed.</summary>
    bool IsGone => false;
}
