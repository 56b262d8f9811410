namespace ChatOpsCompliance.Server.Configuration;

/// <summary>The section <c>Limits</c>: how much a minute is taken of one caller. 0 is no limit.</summary>
/// <param name="SignIn">Ways to the sign-in, of one address.</param>
/// <param name="ConsolePosts">Forms sent in the console, of one person.</param>
/// <param name="Api">Requests of one key, and of one address without a key of ours.</param>
public sealed record LimitSettings(int SignIn, int ConsolePosts, int Api)
{
    private const int Most = 1_000_000;

    internal static LimitSettings Read(SettingsReader reader) =>
        new(reader.Int("Limits:SignIn", 60, 0, Most), reader.Int("Limits:ConsolePosts", 600, 0, Most), reader.Int("Limits:Api", 1200, 0, Most));
}
