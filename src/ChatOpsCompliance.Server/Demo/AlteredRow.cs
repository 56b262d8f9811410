using System.Text.Json;

namespace ChatOpsCompliance.Server.Demo;

/// <summary>The row that the tour altered behind the service's back, as it was; kept in the demo's folder, so that a restart can still put it back.</summary>
internal sealed record AlteredRow(string Campaign, int Ordinal, string What, string Outcome, string Decision)
{
    private const string Name = "altered-row.json";

    public static AlteredRow? In(string folder) =>
        File.Exists(Path.Combine(folder, Name)) ? JsonSerializer.Deserialize<AlteredRow>(File.ReadAllText(Path.Combine(folder, Name))) : null;

    public void KeepIn(string folder) => File.WriteAllText(Path.Combine(folder, Name), JsonSerializer.Serialize(this));

    public static void ForgetIn(string folder) => File.Delete(Path.Combine(folder, Name));
}
