using System;
using System.Management.Automation;

namespace EcrLogin.Commands;

/// <summary>The progress bar of a call that takes its time. It goes when the call ends, however that ends.</summary>
internal sealed class Progress(PSCmdlet command, string activity, string one = "registry", string many = "registries") : IDisposable
{
    // Of our own choice, so that the bar can be taken away past the pipeline too.
    private const long Source = 0x45435220;

    private bool isShown;

    public void Tell(uint done, uint total)
    {
        if (total == 0)
            return;
        isShown = true;
        Write(new ProgressRecord(1, activity, total == 1 ? $"1 {one}" : $"{done} of {total} {many}")
        {
            PercentComplete = (int)Math.Min(100, 100L * done / total),
        });
    }

    public void Dispose()
    {
        if (!isShown)
            return;
        var end = new ProgressRecord(1, activity, "done") { RecordType = ProgressRecordType.Completed };
        try
        {
            Write(end);
        }
        catch (PipelineStoppedException)
        {
            // A stopped pipeline takes no more records; the host does.
            command.Host.UI.WriteProgress(Source, end);
        }
    }

    private void Write(ProgressRecord record) => command.CommandRuntime.WriteProgress(Source, record);
}
