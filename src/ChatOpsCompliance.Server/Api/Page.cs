namespace ChatOpsCompliance.Server.Api;

/// <summary>Some of a list.</summary>
/// <param name="Next">Where to go on; null at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>How many rows one request looks through for the caller's own, at most. After it the page is short, and goes on.</summary>
    private const int MostLooked = 20_000;

    /// <summary>So many of the rows that are the caller's, in the list's order.</summary>
    /// <param name="after">At most so many rows behind this one; null for the first.</param>
    public static async Task<Page<T>> Of<TRow>(int most, Func<TRow?, int, Task<IReadOnlyList<TRow>>> after, Func<TRow, bool> mine, Func<TRow, string> cursor, Func<TRow, T> shape)
        where TRow : class
    {
        var found = new List<T>();
        TRow? last = null;
        for (var looked = 0; looked < MostLooked;)
        {
            var rows = await after(last, most + 1);
            foreach (var row in rows)
            {
                if (found.Count == most) return new(found, cursor(last!));
                if (mine(row)) found.Add(shape(row));
                last = row;
            }

            if (rows.Count <= most) return new(found, null);
            looked += rows.Count;
        }

        return new(found, cursor(last!));
    }
}
