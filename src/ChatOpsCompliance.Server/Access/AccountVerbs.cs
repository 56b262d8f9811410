using System.Globalization;
using ChatOpsCompliance.Chat;

namespace ChatOpsCompliance.Server.Access;

/// <summary>The verbs of accounts that are nobody's, and the names of the values they carry. Persisted formats.</summary>
public static class AccountVerbs
{
    public static readonly Verb Open = new("account.unmatched");

    public static readonly Verb Match = new("account.match");

    public static readonly Verb Disown = new("account.disown");

    public const string System = "system", Account = "account", Other = "other", Nobody = "nobody";

    public static string AccountOf(int n) => "account-" + n.ToString(CultureInfo.InvariantCulture);

    public static string WhoOf(int n) => "who-" + n.ToString(CultureInfo.InvariantCulture);

    public static string EmailOf(int n) => "email-" + n.ToString(CultureInfo.InvariantCulture);
}
