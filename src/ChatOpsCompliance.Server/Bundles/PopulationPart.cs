using System.Text.Json;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Bundles;

/// <summary>The frozen population of a review: for each item the fields that were hashed at its launch, in their order. Its hash stands in the log, with <c>campaign.launched</c>.</summary>
internal static class PopulationPart
{
    public static Task Write(ZipOut zip, Read read, Campaign campaign) => zip.Add($"populations/{campaign.Id}.jsonl", async file =>
    {
        await foreach (var i in FrozenPopulation.Items(read, campaign.Id))
        {
            object?[] fields = [i.Ordinal, i.System, i.Grant.Account, i.Grant.Entitlement, i.Grant.Environment, i.AccountType.ToString(), i.Privileged, ChatOpsCompliance.Access.Flag.Write(i.Flags), i.Kind.ToString(), i.Statement, i.Covers];
            JsonSerializer.Serialize(file, fields, MakeBundle.Json);
            file.Write("\n"u8);
        }
    });
}
