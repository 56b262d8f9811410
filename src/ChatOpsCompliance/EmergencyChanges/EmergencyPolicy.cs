using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOpsCompliance.People;

namespace ChatOpsCompliance.EmergencyChanges;

/// <summary>
/// Which deployments are production, who approves an emergency there, and what is asked afterwards. What no policy covers can't be approved. Its
/// text is recorded with every request, so that a later change of the configuration does not rewrite what held.
/// </summary>
public sealed record EmergencyPolicy
{
    /// <summary>The longest an approval may open the gate (domain rule).</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromHours(8);

    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>E-mail, lower case: who answers for the policy, and for what went around it.</summary>
    public required string Owner { get; init; }

    /// <summary>Patterns such as <c>acme/*</c>.</summary>
    public required IReadOnlyList<string> Repositories { get; init; }

    /// <summary>Patterns such as <c>production*</c>.</summary>
    public required IReadOnlyList<string> Environments { get; init; }

    /// <summary>In the order in which they are paged.</summary>
    public required IReadOnlyList<ApproverGroup> Approvers { get; init; }

    /// <summary>How many independent approvals are needed before the gate opens: 1 or 2.</summary>
    public int Before { get; init; } = 1;

    /// <summary>Whether one approval before is followed by a second by the end of the next business day.</summary>
    public bool SecondAfter { get; init; } = true;

    /// <summary>Whether one person alone may open the gate in the worst case.</summary>
    public bool BreakGlass { get; init; }

    /// <summary>Whether an approval is confirmed by signing in instead of by the click alone.</summary>
    public bool StepUp { get; init; }

    /// <summary>True when whoever asks names the authors, since no source can be asked who they are.</summary>
    public bool AuthorsDeclared { get; init; }

    public TimeSpan ApproveWithin { get; init; } = TimeSpan.FromHours(4);

    public TimeSpan Window { get; init; } = LongestWindow;

    public TimeSpan PageAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a run waits at the gate while nobody has asked for an emergency change.</summary>
    public TimeSpan GateWait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Business days from use to the post-implementation review.</summary>
    public int ReviewDays { get; init; } = 3;

    public int BreakGlassReviewDays { get; init; } = 1;

    /// <summary>IANA or Windows name: whose business days count.</summary>
    public required string TimeZone { get; init; }

    public BusinessCalendar Calendar { get; init; } = BusinessCalendar.WeekendsOnly;

    /// <summary>The hours in which deployments are usual; outside of them one is noted.</summary>
    public WorkingHours? UsualHours { get; init; }

    /// <summary>Whether a merged pull request, approved by somebody who wrote none of it and with its checks green, opens the gate by itself.</summary>
    public bool PullRequestsPass { get; init; }

    /// <summary>The checks that must be green for that; every check of the commit when none is named.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>What ran before this service watched, repository to whole commit: authors are counted from there until something was approved.</summary>
    public IReadOnlyDictionary<string, string> Baselines { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public bool Covers(string repository, string environment) =>
        Repositories.Any(p => Pattern.Matches(repository, p)) && Environments.Any(p => Pattern.Matches(environment, p));

    public bool MayApprove(Person person) => person.Active && Approvers.Any(g => g.Has(person));

    /// <summary>Everybody who may approve, in the order in which they are paged: group by group, within one by name.</summary>
    public IReadOnlyList<Person> InOrder(IEnumerable<Person> everybody)
    {
        var people = everybody.Where(p => p.Active).OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Id).ToList();
        return [.. Approvers.SelectMany(g => people.Where(g.Has)).DistinctBy(p => p.Id)];
    }

    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The end of the next business day, 17:00 by the policy's clock, as UTC.</summary>
    public DateTimeOffset SecondDue(DateTimeOffset approvedAt) =>
        BusinessCalendar.Instant(Calendar.Add(BusinessCalendar.DayOf(approvedAt, Zone), 1), new TimeOnly(17, 0), Zone);

    public DateTimeOffset ReviewDue(DateTimeOffset usedAt, bool brokeGlass) => Calendar.Add(usedAt, brokeGlass ? BreakGlassReviewDays : ReviewDays, Zone);

    /// <summary>Everything the policy says, the same text for the same policy.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        void Line(string name, object value) => text.Append(name).Append(": ").AppendLine(Convert.ToString(value, CultureInfo.InvariantCulture));
        Line("policy", Name);
        Line("title", Title);
        Line("owner", Owner);
        Line("repositories", string.Join(' ', Repositories));
        Line("environments", string.Join(' ', Environments));
        foreach (var group in Approvers) Line("approvers", group);
        Line("approvals before", Before);
        Line("second approval after", SecondAfter);
        Line("break-glass", BreakGlass);
        Line("confirm by signing in", StepUp);
        Line("authors", AuthorsDeclared ? "declared" : "read from the source");
        Line("approve within", ApproveWithin);
        Line("window", Window);
        Line("page the next after", PageAfter);
        Line("a run waits", GateWait);
        Line("usual hours", UsualHours is null ? "any" : UsualHours);
        Line("review within business days", ReviewDays);
        Line("review of break-glass within business days", BreakGlassReviewDays);
        Line("time zone", TimeZone);
        Line("holidays", string.Join(' ', Calendar.Holidays.Order().Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))));
        Line("pull requests pass", PullRequestsPass);
        Line("checks", Checks.Count == 0 ? "all" : string.Join(", ", Checks));
        foreach (var (repository, commit) in Baselines.OrderBy(b => b.Key, StringComparer.OrdinalIgnoreCase)) Line("baseline", $"{repository}={commit}");
        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>SHA-256 of the text, lower-case hex.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text())));
}

/// <summary>Who may approve, as a list of e-mails and of words about people in the roster, so that it follows who is who.</summary>
/// <param name="Members">Each an e-mail, <c>title:PATTERN</c> or <c>department:PATTERN</c>.</param>
public sealed record ApproverGroup(string Name, IReadOnlyList<string> Members)
{
    private const string Title = "title:", Department = "department:";

    /// <summary>Whether a member can be read; null when it can, else what is wrong.</summary>
    public static string? Fault(string member) =>
        member.StartsWith(Title, StringComparison.Ordinal) || member.StartsWith(Department, StringComparison.Ordinal)
            ? member.EndsWith(':') ? $"'{member}' names no pattern" : null
            : member.IndexOf('@', StringComparison.Ordinal) > 0 ? null : $"'{member}' is no e-mail, title:PATTERN or department:PATTERN";

    public bool Has(Person person) => Members.Any(m =>
        m.StartsWith(Title, StringComparison.Ordinal) ? Pattern.Matches(person.Title, m[Title.Length..])
        : m.StartsWith(Department, StringComparison.Ordinal) ? Pattern.Matches(person.Department, m[Department.Length..])
        : person.Email.Equals(m, StringComparison.OrdinalIgnoreCase));

    public override string ToString() => $"{Name} = {string.Join(", ", Members)}";
}
