using System.Net;
using System.Net.Sockets;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat;

public sealed class LocalChatIsForThisMachineOnly : IAsyncLifetime
{
    private LocalChatHost host = null!;
    private HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        host = await LocalChatHost.Start();
        http = new HttpClient { BaseAddress = host.Address };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await host.DisposeAsync();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Host", "demo.example.com")]
    [InlineData("Host", "localhost.example.com:80")]
    [InlineData("Host", "127.0.0.1.nip.io")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Origin", "null")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("x-forwarded-proto", "https")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    public async Task It_refuses_what_may_speak_for_another(string header, string value)
    {
        using var answer = await Send(HttpMethod.Get, "/chat/mia/bot", (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/chat/mia/click", "cross-site")]
    [InlineData("/chat/mia/click", "same-site")]
    [InlineData("/chat/clock", "cross-site")]
    public async Task It_refuses_a_form_of_another_site(string path, string site)
    {
        using var answer = await Send(HttpMethod.Post, path, ("Sec-Fetch-Site", site));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(host.Bot.Clicks);
    }

    [Theory]
    [InlineData("/chat")]
    [InlineData("/chat/mia")]
    [InlineData("/chat/mia/bot")]
    [InlineData("/chat/mia/events")]
    [InlineData("/chat/assets/chat.js")]
    public async Task The_guard_stands_before_every_page(string path)
    {
        using var answer = await Send(HttpMethod.Get, path, ("X-Forwarded-For", "10.0.0.1"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task This_machine_is_answered_under_each_of_its_names(string name)
    {
        var there = $"{name}:{host.Address.Port}";
        using var answer = await Send(HttpMethod.Get, "/chat", ("Host", there), ("Origin", $"http://{there}"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Its_pages_load_nothing_from_elsewhere_and_run_no_script_in_the_page()
    {
        using var answer = await Send(HttpMethod.Get, "/chat");

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.DoesNotContain("<script>", await answer.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task Another_machine_is_refused_whatever_it_says()
    {
        var own = OwnAddress();
        Peers.Need("A network address besides loopback", own is not null, "connect this machine to a network");
        await using var open = await LocalChatHost.Start("http://0.0.0.0:0");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{own}:{open.Address.Port}/chat"));
        request.Headers.Host = "localhost";
        using var answer = await http.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
    }

    private static IPAddress? OwnAddress() =>
        Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork).FirstOrDefault(a => !IPAddress.IsLoopback(a));
}
