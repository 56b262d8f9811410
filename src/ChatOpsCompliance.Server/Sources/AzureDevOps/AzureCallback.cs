using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Server.Configuration;

namespace ChatOpsCompliance.Server.Sources.AzureDevOps;

/// <summary>
/// Where a waiting check wants its answer, as its "Invoke REST API" sends it in headers of these names
/// (https://learn.microsoft.com/azure/devops/pipelines/process/invoke-checks). The token is a secret that lives 48 hours: it stands with the question until it is
/// answered, and nowhere else.
/// </summary>
internal sealed partial record AzureCallback(Uri PlanUrl, Guid ProjectId, string HubName, Guid PlanId, Guid JobId, Guid TaskInstanceId, string AuthToken)
{
    public static readonly TimeSpan TokenLives = TimeSpan.FromHours(48);

    private const int LongestToken = 8000;

    /// <summary>Where the answer is posted.</summary>
    public Uri Events => new(Slashed(PlanUrl), string.Create(CultureInfo.InvariantCulture, $"{ProjectId}/_apis/distributedtask/hubs/{HubName}/plans/{PlanId}/events?api-version=2.0-preview.1"));

    /// <summary>Null, with the names of what is missing or can't be, when there is no such place.</summary>
    public static (AzureCallback? Callback, IReadOnlyList<string> Wrong) Read(IHeaderDictionary headers, AzureDevOpsSettings settings)
    {
        var wrong = new List<string>();
        string Text(string name, Func<string, bool> good)
        {
            var text = headers[name].ToString();
            if (!good(text)) wrong.Add(name);
            return text;
        }

        Guid Number(string name) => Guid.TryParse(Text(name, t => Guid.TryParse(t, out _)), out var id) ? id : default;
        var plan = Text("PlanUrl", t => Uri.TryCreate(t, UriKind.Absolute, out var url) && settings.Knows(Slashed(url)));
        var (project, hub) = (Number("ProjectId"), Text("HubName", t => HubForm().IsMatch(t)));
        var (planId, job, task) = (Number("PlanId"), Number("JobId"), Number("TaskInstanceId"));
        var token = Text("AuthToken", t => t.Length is > 0 and <= LongestToken && t.All(c => c is > ' ' and < (char)127));
        return wrong.Count == 0 ? (new(new(plan), project, hub, planId, job, task, token), wrong) : (null, wrong);
    }

    public static AzureCallback? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<AzureCallback>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"check {TaskInstanceId} of {PlanUrl}");

    private static Uri Slashed(Uri url) => url.AbsolutePath.EndsWith('/') ? url : new(url.GetLeftPart(UriPartial.Path) + "/");

    [GeneratedRegex("^[A-Za-z]{1,40}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex HubForm();
}
