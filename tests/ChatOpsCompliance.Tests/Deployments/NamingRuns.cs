using ChatOpsCompliance.Deployments;
using Xunit;

namespace ChatOpsCompliance.Tests.Deployments;

public sealed class NamingRuns
{
    [Theory]
    [InlineData("https://github.com/acme/app/actions/runs/7", "https://github.com/acme/app/actions/runs/7")]
    [InlineData("https://GitHub.com/acme/app/actions/runs/7/", "https://github.com/acme/app/actions/runs/7")]
    [InlineData("https://github.com/acme/app/actions/runs/7/attempts/2", "https://github.com/acme/app/actions/runs/7")]
    [InlineData("https://github.com/acme/app/actions/runs/7/job/9?pr=1#step:3", "https://github.com/acme/app/actions/runs/7")]
    [InlineData("https://github.com/acme/app/actions/runs/7/attempts/2/job/9", "https://github.com/acme/app/actions/runs/7")]
    [InlineData("https://dev.azure.com/acme/app/_build/results?view=logs&BuildId=7&j=9", "https://dev.azure.com/acme/app/_build/results?buildId=7")]
    [InlineData("https://gitlab.com/acme/app/-/pipelines/7?x=1", "https://gitlab.com/acme/app/-/pipelines/7")]
    public void However_it_is_written_it_is_one_run(string address, string run)
    {
        Assert.Equal(run, Run.Of(address));
        Assert.Equal(run, Run.Of(run));
    }

    [Theory]
    [InlineData("https://gitlab.com/acme/app/-/jobs/7", "https://gitlab.com/acme/app/-/jobs/8")]
    [InlineData("https://ci.example.com/all/job/7", "https://ci.example.com/all/job/8")]
    [InlineData("https://dev.azure.com/acme/app/_releaseProgress?releaseId=7", "https://dev.azure.com/acme/app/_releaseProgress?releaseId=8")]
    [InlineData("https://spinnaker.example.com/#/applications/app/executions/01A", "https://spinnaker.example.com/#/applications/app/executions/01B")]
    [InlineData("https://github.com/acme/app/actions/runs/7", "https://github.example.com/acme/app/actions/runs/7")]
    public void Two_runs_are_two(string one, string other) => Assert.NotEqual(Run.Of(one), Run.Of(other));
}
