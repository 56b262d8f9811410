using System.Data.Common;

namespace ChatOpsCompliance.Server.Operations;

/// <summary>Keeps the vitals fresh while metrics are sent to a collector, which asks nobody.</summary>
internal sealed class ReadVitals(VitalSigns signs, TimeProvider clock, ILogger<ReadVitals> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await signs.Refresh(stoppingToken);
            }
            catch (Exception e) when (e is DbException or IOException)
            {
                log.LogWarning(e, "The service's numbers could not be read");
            }

            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
