namespace ChatOpsCompliance.Server.Chat;

/// <summary>How much of a platform's limits is left, by bucket: 1 is all of what may go at once, 0 is nothing.</summary>
internal sealed record SendHeadroom(string Platform, Func<IEnumerable<(string Bucket, double Left)>> Read);
