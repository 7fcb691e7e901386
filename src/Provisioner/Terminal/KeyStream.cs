using System.Collections.Immutable;
using System.Text;
using Provisioner.Core.Screens;

namespace Provisioner.Terminal;

/// <summary>Keys of the terminal as messages; what comes between the marks of a bracketed paste is one.</summary>
internal sealed class KeyStream
{
    private const string Begin = "[200~", End = "[201~";

    private StringBuilder? _pasted;

    /// <param name="keys">All that were waiting: an escape sequence comes in one piece.</param>
    public ImmutableArray<Message> Read(IReadOnlyList<ConsoleKeyInfo> keys)
    {
        var messages = ImmutableArray.CreateBuilder<Message>();
        for (var at = 0; at < keys.Count; at++)
        {
            if (IsMark(keys, at, Begin))
            {
                _pasted = new();
                at += Begin.Length;
            }
            else if (_pasted is not null && IsMark(keys, at, End))
            {
                messages.Add(new Message.Pasted(_pasted.ToString()));
                _pasted = null;
                at += End.Length;
            }
            else if (_pasted is not null)
            {
                _ = _pasted.Append(keys[at].KeyChar is '\r' or '\n' or '\t' ? ' ' : keys[at].KeyChar);
            }
            else
            {
                messages.Add(new Message.Pressed(Of(keys[at])));
            }
        }

        return messages.ToImmutable();
    }

    private static bool IsMark(IReadOnlyList<ConsoleKeyInfo> keys, int at, string mark) =>
        keys[at].Key == ConsoleKey.Escape && at + mark.Length < keys.Count
        && mark.Select((character, offset) => keys[at + 1 + offset].KeyChar == character).All(same => same);

    private static KeyPress Of(ConsoleKeyInfo key) => key switch
    {
        { KeyChar: '\u0003' } or { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control } => new(KeyName.Interrupt),
        { Key: ConsoleKey.Enter } or { KeyChar: '\r' or '\n' } => new(KeyName.Enter),
        { Key: ConsoleKey.Escape } => new(KeyName.Escape),
        { Key: ConsoleKey.UpArrow } => new(KeyName.Up),
        { Key: ConsoleKey.DownArrow } => new(KeyName.Down),
        { Key: ConsoleKey.LeftArrow } => new(KeyName.Left),
        { Key: ConsoleKey.RightArrow } => new(KeyName.Right),
        { Key: ConsoleKey.Home } => new(KeyName.Home),
        { Key: ConsoleKey.End } => new(KeyName.End),
        { Key: ConsoleKey.PageUp } => new(KeyName.PageUp),
        { Key: ConsoleKey.PageDown } => new(KeyName.PageDown),
        { Key: ConsoleKey.Backspace } or { KeyChar: '\b' or '\u007f' } => new(KeyName.Backspace),
        { Key: ConsoleKey.Delete } => new(KeyName.Delete),
        { Key: ConsoleKey.Tab } => new(KeyName.Tab),
        { Key: ConsoleKey.F1 } => new(KeyName.Help),
        { Key: ConsoleKey.F2 } => new(KeyName.Show),
        { Key: ConsoleKey.F9 } => new(KeyName.Needed),
        { KeyChar: var character } when !char.IsControl(character) => new(KeyName.Character, character),
        _ => new(KeyName.Other),
    };
}
