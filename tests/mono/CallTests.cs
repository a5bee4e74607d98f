using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using EcrLogin.Engine;

namespace EcrLogin.Mono;

/// <summary>Calls of the engine through the C ABI.</summary>
internal static class CallTests
{
    public static void TokensOfTwoRegistriesComeInOrder(Setting setting)
    {
        var answer = setting.Ask(setting.Tokens("111122223333", "444455556666"));
        Check.True(answer.Has("ok"), answer.Object("error").Text("message") ?? "No answer.");
        var tokens = answer.Object("ok").Objects("tokens").ToArray();
        Check.Equal("password-for-111122223333 password-for-444455556666", string.Join(" ", tokens.Select(static token => token.Text("password"))));
        Check.True(tokens.All(static token => EpochTime.ToLocal(token.Number("expires_at")) > DateTime.Now), "A token has expired.");
    }

    public static void AFailureHasCodeAndMessage(Setting setting)
    {
        var request = setting.Tokens("111122223333");
        request["region"] = "nowhere 1";
        var error = EngineErrors.Read(setting.Ask(request).Object("error"));
        Check.Equal("InvalidRegion", error.Code);
        Check.True(error.Message.Contains("nowhere 1"), error.Message);
    }

    public static void AStopEndsACallThatNobodyAnswers(Setting setting)
    {
        var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        try
        {
            var request = setting.Tokens("111122223333");
            request["endpoint_url"] = $"http://{silent.LocalEndpoint}";
            var call = new EngineCall();
            var watch = new Stopwatch();
            using var stopper = new Timer(_ => { watch.Start(); call.Stop(); }, null, 300, Timeout.Infinite);
            _ = Check.Throws<PipelineStoppedException>(() => call.Ask(setting.Library, request, static (_, _) => { }));
            Check.True(watch.ElapsedMilliseconds < 500, $"Stopped after {watch.ElapsedMilliseconds} ms.");
        }
        finally
        {
            silent.Stop();
        }
        Check.True(setting.Ask(setting.Tokens("111122223333")).Has("ok"), "No call works after a stopped one.");
    }

    public static void AStopBeforeTheCallEndsItAtOnce(Setting setting)
    {
        var call = new EngineCall();
        call.Stop();
        _ = Check.Throws<PipelineStoppedException>(() => call.Ask(setting.Library, setting.Tokens("111122223333"), static (_, _) => { }));
    }

    public static void AfterASecondACallTellsHowFarItIs(Setting setting)
    {
        var told = new List<string>();
        setting.Delay(1500);
        try
        {
            var request = setting.Tokens("111122223333", "444455556666");
            _ = new EngineCall().Ask(setting.Library, request, (done, total) => told.Add($"{done} of {total}"));
        }
        finally
        {
            setting.Delay(0);
        }
        Check.Equal("0 of 2", told.FirstOrDefault());
    }

    public static void ManyThreadsAskAtOnce(Setting setting)
    {
        var ids = Enumerable.Range(1, 64).Select(static n => $"{n:d12}").ToArray();
        var passwords = ids.AsParallel().AsOrdered().WithDegreeOfParallelism(16)
            .Select(id => setting.Ask(setting.Tokens(id)).Object("ok").Objects("tokens").Single().Text("password"));
        Check.Equal(string.Join(" ", ids.Select(static id => $"password-for-{id}")), string.Join(" ", passwords));
    }
}
