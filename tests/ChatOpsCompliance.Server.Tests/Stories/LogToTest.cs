using Microsoft.Extensions.Logging;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>What the service logs as an error or a warning is printed with the test that caused it.</summary>
internal sealed class LogToTest : ILoggerProvider, ILogger
{
    private readonly ITestOutputHelper? output = TestContext.Current.TestOutputHelper;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        try
        {
            output?.WriteLine($"{logLevel}: {formatter(state, exception)} {exception}");
        }
        catch (InvalidOperationException)
        {
            // the test has ended; nobody reads it any more
        }
    }

    public void Dispose()
    {
    }
}
