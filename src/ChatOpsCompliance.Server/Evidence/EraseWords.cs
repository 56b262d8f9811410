using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Evidence;

/// <summary>The words a person wrote were taken out of the database; the chain keeps their salted hashes.</summary>
public sealed record WordsErased(Id<Person> Person, int Texts) : Fact
{
    public const string KindName = "words.erased";

    public override string Kind => KindName;

    public override string Subject => $"person/{Person}";
}

/// <summary>Erases what a person wrote, wherever it stands, and records that it was done.</summary>
public static class EraseWords
{
    public static async Task<Result<int>> Of(Tx tx, Id<Person> person)
    {
        var erased = await LedgerStore.Erase(tx, person);
        await CampaignStore.EraseWords(tx, person);
        tx.Happened(new WordsErased(person, erased));
        return erased;
    }
}
