using System;
using System.Management.Automation;
using System.Threading;
using EcrLogin.Errors;

namespace EcrLogin.Engine;

/// <summary>
/// The call of a command that is open, if one is. Whoever takes the handle out of its field owns the call and ends it: the
/// pipeline's thread, which takes the answer, or the thread that stops the pipeline.
/// </summary>
internal sealed class EngineCall
{
    private const uint UntilProgress = 1000;
    private const uint BetweenProgress = 200;

    private EngineFunctions? engine;
    private long handle;
    private volatile bool isStopped;

    /// <summary>Sends a request and waits for its answer; after a second it tells how far the work is, again and again.</summary>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped meanwhile.</exception>
    public JsonObject Ask(EngineLibrary library, Request request, Action<uint, uint> tellProgress)
    {
        engine = library.Functions;
        try
        {
            using (var json = new JsonBuffer())
            {
                request.WriteTo(json);
                var started = engine.Start(json.Terminated);
                if (started == 0)
                    throw new EcrLoginException("Internal", "The library did not start the call.", "Please report this message; it holds no secret.");
                _ = Interlocked.Exchange(ref handle, (long)started);
            }
            Wait(tellProgress);
            return TakeAnswer();
        }
        finally
        {
            End();
        }
    }

    /// <summary>Ends the open call, and those that would follow; from any thread.</summary>
    public void Stop()
    {
        isStopped = true;
        End();
    }

    private void Wait(Action<uint, uint> tellProgress)
    {
        var milliseconds = UntilProgress;
        while (true)
        {
            var call = (ulong)Interlocked.Read(ref handle);
            // Looked at after the handle was published: a stop before that found none to cancel.
            if (isStopped)
                throw new PipelineStoppedException();
            if (engine!.Wait(call, milliseconds) != 0)
                return;
            if (engine.Progress(call, out var done, out var total) > 0)
                tellProgress(done, total);
            milliseconds = BetweenProgress;
        }
    }

    private JsonObject TakeAnswer()
    {
        var owned = (ulong)Interlocked.Exchange(ref handle, 0);
        if (owned == 0)
            throw new PipelineStoppedException();
        var text = engine!.Take(owned);
        try
        {
            var answer = JsonReader.Read(text);
            return answer.Has("ok") || answer.Has("error") || answer.Has("needs") ? answer : throw new FormatException();
        }
        catch (FormatException error)
        {
            throw new EcrLoginException(
                new Failure("Internal", "The answer of the library could not be read.", "Please report this message; it holds no secret."),
                error);
        }
        finally
        {
            engine.Free(text);
        }
    }

    private void End()
    {
        var owned = (ulong)Interlocked.Exchange(ref handle, 0);
        if (owned != 0)
            engine!.Cancel(owned);
    }
}
