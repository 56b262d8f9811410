using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Remediation;

/// <summary>The removals that somebody ticked in a form, or that a link names.</summary>
internal static class Ticked
{
    /// <param name="fields">Where they stand, joined by commas; the sentence that nothing is ticked goes beside the first.</param>
    public static async Task<Result<IReadOnlyList<RemediationTask>>> In(Read read, Values values, params string[] fields)
    {
        var tasks = new List<RemediationTask>();
        foreach (var text in fields.SelectMany(f => values[f].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (!Id<RemediationTask>.TryParse(text, out var id) || await RemediationStore.One(read, id) is not { } task) return new RemovalUnknown();
            tasks.Add(task);
        }

        return tasks.Count > 0 ? tasks : new NothingTicked { Field = fields[0] };
    }

    /// <summary>The value that names them in the next form.</summary>
    public static string Write(IEnumerable<RemediationTask> tasks) => string.Join(',', tasks.Select(t => t.Id));
}

public sealed record NothingTicked() : Refusal("Tick first what this is about.");

public sealed record RemovalUnknown() : Refusal("This removal is not known; open the list again from its newest message.");

public sealed record RemovalChanged() : Refusal("Somebody else changed this a moment ago. Open the list again: it shows how it stands.");
