using System.Text.Json;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Controls;
using ChatOpsCompliance.Server.EmergencyChanges;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Retention;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Evidence;

/// <summary>The words a person wrote, or everybody's from before some time, were taken out of the database; the chain keeps their salted hashes.</summary>
/// <param name="Before">Null when it was one person's.</param>
public sealed record WordsErased(Id<Person>? Person, int Texts, DateTimeOffset? Before = null) : Fact
{
    public const string KindName = "words.erased";

    public override string Kind => KindName;

    public override string Subject => Person is { } one ? $"person/{one}" : "words";

    /// <summary>How many texts such a fact says were erased; the body was checked against its hash before.</summary>
    internal static int TextsIn(string body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("texts").GetInt32();
    }
}

/// <summary>Erases what a person wrote, wherever it stands, and records that it was done.</summary>
public static class EraseWords
{
    public static async Task<Result<int>> Of(Tx tx, Id<Person> person)
    {
        var erased = await LedgerStore.Erase(tx, person);
        await CampaignStore.EraseWords(tx, person);
        await RiskStore.EraseWords(tx, person);
        await TaskStore.EraseWords(tx, person);
        await ActionActsStore.EraseWords(tx, person);
        await ChangeLifeStore.EraseWords(tx, person);
        await ControlTestStore.EraseWords(tx, person);
        await HoldStore.EraseWords(tx, person);
        await AttachmentStore.EraseNames(tx, person);
        await DeliveryStore.Forget(tx, tx.Now); // any reply may quote them, to whomever it went
        tx.Happened(new WordsErased(person, erased));
        return erased;
    }
}
