using ChatOpsCompliance.AccessReviews;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>The reviews of the configuration, by name.</summary>
public sealed class ReviewBook(IReadOnlyList<ReviewDefinition> definitions)
{
    public IReadOnlyList<ReviewDefinition> All => definitions;

    /// <summary>A review of one person's access, <c>moves/P12</c>, is found as the review it is one of.</summary>
    public ReviewDefinition? Find(string name) => definitions.FirstOrDefault(d => d.Name == name.Split('/')[0]);

    public string Names => string.Join(", ", definitions.Select(d => d.Name));
}
