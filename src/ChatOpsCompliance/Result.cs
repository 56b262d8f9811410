using System.Diagnostics.CodeAnalysis;

namespace ChatOpsCompliance;

/// <summary>
/// Why an act was not done: the sentence the person reads, which says who can act or what to do.
/// A refusal changed nothing. Its kind, never its sentence (which may hold names), goes to the ledger.
/// </summary>
public abstract record Refusal(string Sentence)
{
    /// <summary>The stable name of this refusal in the ledger, such as <c>NotTheReviewer</c>.</summary>
    public string Kind => GetType().Name;

    /// <summary>The form field the sentence belongs beside, if any.</summary>
    public string? Field { get; init; }
}

/// <summary>What a rule returns: a value, or a refusal and no value.</summary>
public readonly struct Result<T>
{
    private readonly T? value;

    private Result(T? value, Refusal? no)
    {
        this.value = value;
        No = no;
    }

    public Refusal? No { get; }

    [MemberNotNullWhen(false, nameof(No))]
    public bool Done => No is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value => No is null ? value! : throw new InvalidOperationException($"Refused: {No.Kind}");

    public void Deconstruct(out T? done, out Refusal? no)
    {
        done = value;
        no = No;
    }

    public Result<TOther> Then<TOther>(Func<T, Result<TOther>> next) => No is null ? next(value!) : No;

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal no) => new(default, no);
}

/// <summary>The value of an act that returns nothing but that it was done.</summary>
public readonly record struct Done
{
    public static readonly Done It;
}
