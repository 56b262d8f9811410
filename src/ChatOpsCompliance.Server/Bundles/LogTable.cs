using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>
/// A table of the bundle that verifiers hold against the audit log: one line for each row of some kinds that was appended in the period, in
/// their order. Its first columns are what the row says, named by where it stands in the row's JSON; what follows helps people to read it.
/// </summary>
/// <param name="Kinds">A kind, or the beginning of several that ends in a dot.</param>
/// <param name="Columns">Where each value stands, such as <c>body.decision</c>.</param>
/// <param name="Beside">The columns after those.</param>
internal sealed partial record LogTable(string Name, IReadOnlyList<string> Kinds, IReadOnlyList<string> Columns, IReadOnlyList<string> Beside)
{
    private static readonly ConcurrentDictionary<int, Regex> Tails = new();

    private const string Always = "seq at kind subject actor.person actor.via ";

    public static readonly IReadOnlyList<LogTable> All =
    [
        Of("decisions", "item.decided item.settled item.reopened", "body.decision body.reason body.outcome body.rendering", "person", "review", "system", "account", "entitlement", "environment", "message", "words"),
        Of("extracts", "snapshot.taken", "body.system body.extractedAt body.sourceCount body.count body.contentHash body.fileHash body.method", "words"),
        Of("removals", "removal.", "body.campaign body.ordinal body.snapshot body.extractedAt body.until", "person", "words"),
        Of("emergency-changes", "change.", "body.repository body.environment body.commit body.seat body.by body.windowUntil body.run", "person", "words"),
        Of("deployments", "deployment. gate.answered", "body.repository body.environment body.commit body.runUrl body.class body.outcome body.answer", "words"),
        Of("attachments", "attachment.kept", "body.of body.hash body.size body.by", "person", "words"),
    ];

    public string File => $"tables/{Name}.csv";

    public string Header => string.Join(',', [.. Columns.Select(c => "log." + c), .. Beside]);

    public bool Holds(string kind) => Kinds.Any(k => k == kind || (k[^1] == '.' && kind.StartsWith(k, StringComparison.Ordinal)));

    /// <summary>The part of a line that is held against the log.</summary>
    public string Line(JsonElement row) => string.Join(',', Columns.Select(c => Value(row, c)));

    /// <summary>What has characters that a CSV quotes, or a spreadsheet acts on, stands as its SHA-256: so a line is split at its commas.</summary>
    public static string Value(JsonElement row, string path)
    {
        foreach (var name in path.Split('.'))
            if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(name, out row)) return "";
        return row.ValueKind switch
        {
            JsonValueKind.String when row.GetString()! is var text => Plain().IsMatch(text) ? text : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            JsonValueKind.Number when LogRow.IsWhole(row) => row.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => "",
        };
    }

    /// <summary>Whether what stands beside the log in a line is as many cells as it should be, and one line however it is read.</summary>
    public bool Reads(string beside) => Tail(Beside.Count).IsMatch(beside);

    private static Regex Tail(int cells)
    {
        const string Cell = """(?:[^",\r\n]*|"(?:[^"\r\n]|"")*")""";
        return Tails.GetOrAdd(cells, n => new(@"\A" + string.Join(',', Enumerable.Repeat(Cell, n)) + @"\r\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(10)));
    }

    private static LogTable Of(string name, string kinds, string columns, params string[] beside) => new(name, kinds.Split(' '), (Always + columns).Split(' '), beside);

    [GeneratedRegex(@"\A([A-Za-z0-9][A-Za-z0-9:_./@ -]*)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Plain();
}
