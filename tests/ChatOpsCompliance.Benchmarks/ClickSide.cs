using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>One side of a comparison of servers: rounds of ready-made requests over some connections, each of which sends its next when the last is answered.</summary>
internal sealed class ClickSide
{
    private readonly int connections;
    private readonly List<double> p50 = [], p99 = [];
    private (Uri Address, List<byte[]> Requests) ready;

    public ClickSide(string name, int connections, Func<TimeSpan> cpu, Func<(Uri Address, List<byte[]> Requests)> next)
    {
        this.connections = connections;
        Side = new(name, Round)
        {
            Before = () => ready = next(),
            Cpu = cpu,
        };
    }

    public Side Side { get; }

    /// <summary>Milliseconds; the median of the rounds.</summary>
    public double P50 => Side.Median(p50.Skip(1));

    public double P99 => Side.Median(p99.Skip(1));

    public void Print()
    {
        Side.Print("requests");
        Side.Say($"    {"",-44} p50 {P50:0.00} ms, p99 {P99:0.00} ms");
    }

    /// <summary>Milliseconds each took, sorted.</summary>
    public static async Task<double[]> Send(Uri address, int connections, IReadOnlyList<byte[]> requests)
    {
        var (took, next) = (new double[requests.Count], -1);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, address.Port);
            var buffer = new byte[4096];
            for (var n = Interlocked.Increment(ref next); n < requests.Count; n = Interlocked.Increment(ref next))
            {
                var began = Stopwatch.GetTimestamp();
                for (var sent = 0; sent < requests[n].Length;) sent += await socket.SendAsync(requests[n].AsMemory(sent), SocketFlags.None);
                await Answered(socket, buffer);
                took[n] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        })));
        Array.Sort(took);
        return took;
    }

    private async Task<long> Round()
    {
        var took = await Send(ready.Address, connections, ready.Requests);
        p50.Add(took[took.Length / 2]);
        p99.Add(took[took.Length * 99 / 100]);
        return took.Length;
    }

    private static async Task Answered(Socket socket, byte[] buffer)
    {
        for (var read = 0; !IsWhole(buffer.AsSpan(0, read));)
        {
            var more = await socket.ReceiveAsync(buffer.AsMemory(read), SocketFlags.None);
            if (more == 0) throw new InvalidOperationException("The server hung up.");
            read += more;
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var head = answer[..end];
        if (!head.StartsWith("HTTP/1.1 200"u8)) throw new InvalidOperationException(Encoding.ASCII.GetString(answer));
        var length = head.IndexOf("Content-Length: "u8);
        if (length < 0) return answer.EndsWith("0\r\n\r\n"u8); // in chunks
        return Utf8Parser.TryParse(head[(length + 16)..], out int bytes, out _) && answer.Length == end + 4 + bytes;
    }
}
