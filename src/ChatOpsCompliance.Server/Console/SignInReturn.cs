using System.Globalization;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace ChatOpsCompliance.Server.Console;

/// <summary>What becomes of whoever comes back from the provider.</summary>
internal sealed class SignInReturn(BeginSession begin, Settings settings, TimeProvider clock, ILogger<SignInReturn> log)
{
    private const string Issuer = ".issuer", Subject = ".subject", ProvedAt = ".proved", FreshAsked = ".fresh", FreshAskedHere = ".fresh-here";

    /// <summary>The provider's clock and ours may differ by so much.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>What is asked of the provider: people as it knows them already, or to make them prove themselves anew.</summary>
    public AuthenticationProperties Ask(string back, bool fresh)
    {
        if (!fresh) return new() { RedirectUri = back };
        var asked = new OpenIdConnectChallengeProperties { RedirectUri = back, Prompt = "login", MaxAge = TimeSpan.Zero };
        asked.Items[FreshAsked] = Number(TimeProvider.System.GetUtcNow());
        asked.Items[FreshAskedHere] = Number(clock.GetUtcNow());
        return asked;
    }

    /// <summary>Of the token that was validated, before anything else may add claims.</summary>
    public static Task Note(TokenValidatedContext validated)
    {
        var items = validated.Properties!.Items;
        (items[Issuer], items[Subject]) = (validated.SecurityToken.Issuer, validated.SecurityToken.Subject);
        items[ProvedAt] = validated.SecurityToken.Claims.FirstOrDefault(c => c.Type == "auth_time")?.Value;
        return Task.CompletedTask;
    }

    public async Task Enter(TicketReceivedContext ticket)
    {
        ticket.HandleResponse();
        var (http, items) = (ticket.HttpContext, ticket.Properties!.Items);
        if (FreshFault(items) is { } fault)
        {
            http.Response.Redirect(SignInPages.FailedAt(fault));
            return;
        }

        var who = new ProvenIdentity(items[Issuer]!, items[Subject]!, EmailOf(ticket), [.. Claims(ticket, settings.Console!.RoleClaim)], items.TryGetValue(FreshAskedHere, out var here) ? At(here!) : null);
        var (begun, no) = await begin.Run(who, SessionCookie.SecretIn(http, settings), settings.Console.Idle, settings.Console.Longest, http.RequestAborted);
        if (begun is null)
        {
            log.LogWarning("A sign-in was refused: {Why}", no!.Kind);
            http.Response.Redirect(SignInPages.FailedAt(no.Kind));
            return;
        }

        SessionCookie.Give(http, settings, begun.Secret);
        http.Response.Redirect(ConsolePage.OfOurs(ticket.ReturnUri));
    }

    /// <summary>Also when somebody says no at the provider, comes back twice, or was sent here by another site.</summary>
    public static Task Failed(RemoteFailureContext failed)
    {
        failed.HandleResponse();
        var log = failed.HttpContext.RequestServices.GetRequiredService<ILogger<SignInReturn>>();
        log.LogWarning("A sign-in failed: {Why}", failed.Failure?.GetType().Name);
        failed.Response.Redirect(SignInPages.FailedAt(failed.Failure?.Data["error"] as string == "access_denied" || failed.Failure is AuthenticationFailureException { Message: "Access was denied by the resource owner or by the remote server." } ? SignInPages.Cancelled : SignInPages.Failed));
        return Task.CompletedTask;
    }

    /// <summary>Asked anew, and the provider says by its own clock that they were: the only thing that proves it.</summary>
    private static string? FreshFault(IDictionary<string, string?> items)
    {
        if (!items.TryGetValue(FreshAsked, out var asked)) return null;
        return items.TryGetValue(ProvedAt, out var proved) && long.TryParse(proved, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && DateTimeOffset.FromUnixTimeSeconds(at) >= At(asked!) - Skew ? null : SignInPages.NotFresh;
    }

    /// <summary>Vouched for, and the same wherever the provider says it.</summary>
    private string? EmailOf(TicketReceivedContext ticket)
    {
        var emails = Claims(ticket, "email").Select(e => e.Trim().ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();
        var verified = Claims(ticket, settings.Console!.VerifiedClaim).Select(v => v.ToLowerInvariant() is "true" or "1").ToList();
        return emails is [{ Length: > 0 } email] && verified.Count > 0 && verified.TrueForAll(v => v) ? email : null;
    }

    private static IEnumerable<string> Claims(TicketReceivedContext ticket, string? type) => type is null ? [] : ticket.Principal!.FindAll(type).Select(c => c.Value);

    private static string Number(DateTimeOffset at) => at.UtcTicks.ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string ticks) => new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);
}
