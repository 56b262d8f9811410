using ChatOpsCompliance.AccessReviews;

namespace ChatOpsCompliance.Server.AccessReviews;

/// <summary>The reviews of the configuration, by name.</summary>
public sealed class ReviewBook(IReadOnlyList<ReviewDefinition> definitions)
{
    public IReadOnlyList<ReviewDefinition> All => definitions;

    public ReviewDefinition? Find(string name) => definitions.FirstOrDefault(d => d.Name == name);

    public string Names => string.Join(", ", definitions.Select(d => d.Name));
}
