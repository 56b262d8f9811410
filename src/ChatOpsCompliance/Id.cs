namespace ChatOpsCompliance;

/// <summary>An id that cannot be mistaken for another thing's id. Minted by the server's handlers, never by a rule.</summary>
/// <param name="Value">A version 7 Guid: ids of one table grow with time, so its indexes are appended to.</param>
public readonly record struct Id<T>(Guid Value) : IComparable<Id<T>>
{
    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is not an id.</exception>
    public static Id<T> Parse(string text) => new(Guid.Parse(text));

    public static bool TryParse(string? text, out Id<T> id)
    {
        var ok = Guid.TryParse(text, out var value);
        id = new(value);
        return ok;
    }

    public int CompareTo(Id<T> other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
