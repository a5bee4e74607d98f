# Hosts that PowerShell runs in, for what a command asks its user.

# A host of any name that answers prompts from a list and keeps what it was asked.
if (-not ('ScriptedHost.Host' -as [type])) {
    Add-Type @'
namespace ScriptedHost {
    using System;
    using System.Collections.Generic;
    using System.Collections.ObjectModel;
    using System.Globalization;
    using System.Management.Automation;
    using System.Management.Automation.Host;
    using System.Security;

    public class UI : PSHostUserInterface {
        public readonly Queue<object> Answers = new Queue<object>();
        public readonly List<string> Asked = new List<string>();
        public readonly List<ProgressRecord> Progress = new List<ProgressRecord>();
        object Answer(string asked) {
            Asked.Add(asked);
            if (Answers.Count == 0) { throw new InvalidOperationException("nobody is there"); }
            return Answers.Dequeue();
        }
        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) {
            var answers = new Dictionary<string, PSObject>();
            foreach (var one in descriptions) {
                answers[one.Name] = PSObject.AsPSObject(Answer(caption + " | " + message + " | " + one.Name));
            }
            return answers;
        }
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) {
            return (PSCredential)Answer(caption + " | " + message + " | " + userName);
        }
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName,
                PSCredentialTypes types, PSCredentialUIOptions options) {
            return PromptForCredential(caption, message, userName, targetName);
        }
        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) {
            Asked.Add(caption + " | " + message);
            return defaultChoice;
        }
        public override string ReadLine() { return (string)Answer("line"); }
        public override SecureString ReadLineAsSecureString() { throw new NotImplementedException(); }
        public override void Write(string value) { }
        public override void Write(ConsoleColor foreground, ConsoleColor background, string value) { }
        public override void WriteLine(string value) { }
        public override void WriteErrorLine(string value) { }
        public override void WriteDebugLine(string message) { }
        public override void WriteProgress(long sourceId, ProgressRecord record) {
            lock (Progress) { Progress.Add(record); }
        }
        public override void WriteVerboseLine(string message) { }
        public override void WriteWarningLine(string message) { }
        public override PSHostRawUserInterface RawUI { get { return null; } }
    }

    public class Host : PSHost {
        private readonly string name;
        private readonly Guid id = Guid.NewGuid();
        public readonly UI Scripted = new UI();
        public Host(string name) { this.name = name; }
        public override string Name { get { return name; } }
        public override Guid InstanceId { get { return id; } }
        public override Version Version { get { return new Version(1, 0); } }
        public override PSHostUserInterface UI { get { return Scripted; } }
        public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
        public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
        public override void EnterNestedPrompt() { }
        public override void ExitNestedPrompt() { }
        public override void NotifyBeginApplication() { }
        public override void NotifyEndApplication() { }
        public override void SetShouldExit(int exitCode) { }
    }
}
'@
}

# Runs a script in a runspace with such a host: what it was asked, what came out, and the error that ended it.
function Invoke-WithHost($Name, $Script, $Answers, $Arguments = @{}) {
    $scripted = [ScriptedHost.Host]::new($Name)
    foreach ($answer in $Answers) { $scripted.Scripted.Answers.Enqueue($answer) }
    $runspace = [runspacefactory]::CreateRunspace($scripted)
    $runspace.Open()
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    try {
        $body = 'param($manifest, $arguments) Import-Module $manifest; try { ' + $Script + ' } catch { $_ }'
        $output = @($shell.AddScript($body).AddArgument($manifest).AddArgument($Arguments).Invoke())
        [pscustomobject]@{
            Asked    = $scripted.Scripted.Asked
            Progress = @($scripted.Scripted.Progress)
            Output   = @($output | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] })
            Thrown   = @($output | Where-Object { $_ -is [Management.Automation.ErrorRecord] })[0]
            Errors   = @($shell.Streams.Error)
            Seen     = ($output + $shell.Streams.Error + $shell.Streams.Verbose + $shell.Streams.Debug +
                $shell.Streams.Warning + $shell.Streams.Information | Out-String -Width 4096)
        }
    } finally {
        $shell.Dispose()
        $runspace.Dispose()
    }
}
