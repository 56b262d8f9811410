using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Storage;

/// <summary>Stores are judged on every configured engine, through the two doors of the product.</summary>
public abstract class StoreTests
{
    public static TheoryData<Engine> Engines => TestDatabase.Engines;

    private protected static TestDatabase Open(Engine engine) => TestDatabase.Open(engine);
}
