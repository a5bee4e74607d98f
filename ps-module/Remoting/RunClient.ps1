# What another machine runs: a container client, once for each step. It is in the syntax of Windows PowerShell 5.1, leaves no
# variable, holds in any strict mode, and calls no command: a profile may have put another in its place, and what a command, a
# block or a pipeline is given can stand in the logs of the machine. The password comes as a SecureString and goes as bytes to the
# client's standard input.
param($Request)

& {
    param($Request)

    $ErrorActionPreference = 'Stop'
    $most = 65536
    $paths = $ExecutionContext.SessionState.Path
    $folder = $paths.CurrentFileSystemLocation.ProviderPath

    # Program and command of the first client that is there, else what was looked for.
    $find = {
        param($commands, $result)
        $result['trouble'] = 'missing'
        $result['said'] = @(foreach ($command in $commands) { $command['tool'] }) -join ', '
        foreach ($command in $commands) {
            $name = $command['tool']
            if ($step['toolPath']) { $result['said'] = $name = $paths.GetUnresolvedProviderPathFromPSPath($step['toolPath']) }
            $program = $ExecutionContext.InvokeCommand.GetCommand($name, [Management.Automation.CommandTypes]::Application)
            if (-not $program) { continue }
            $result['trouble'] = $result['said'] = $null
            $result['tool'] = $command['tool']
            return @{ Path = $program.Path; Command = $command }
        }
    }

    # One argument, so that a program of either system reads it as it is.
    $quote = { param($text) '"' + (($text -replace '(\\*)"', '$1$1\"') -replace '(\\+)$', '$1$1') + '"' }

    $bytesOf = {
        param($secret)
        $characters = [char[]]::new($secret.Length)
        $pointer = [Runtime.InteropServices.Marshal]::SecureStringToGlobalAllocUnicode($secret)
        try {
            [Runtime.InteropServices.Marshal]::Copy($pointer, $characters, 0, $characters.Length)
            , [Text.UTF8Encoding]::new($false).GetBytes($characters)
        } finally {
            [Runtime.InteropServices.Marshal]::ZeroFreeGlobalAllocUnicode($pointer)
            [Array]::Clear($characters, 0, $characters.Length)
        }
    }

    # What the client is to be told of its place, in full.
    $place = {
        param($command, $result)
        $path = $paths.GetUnresolvedProviderPathFromPSPath($step['configPath'])
        $result['configPath'] = $path
        if ($command['takesFolder']) {
            if ([IO.File]::Exists($path)) { $result['trouble'] = 'config_is_file' }
            return @{ '<folder>' = $path }
        }
        if ([IO.Directory]::Exists($path)) { $result['trouble'] = 'config_is_folder' }
        @{ '<folder>' = [IO.Path]::GetDirectoryName($path); '<folder>/<file>' = $path }
    }

    $start = {
        param($found, $places)
        $full = { param($text) if ($places.ContainsKey($text)) { $places[$text] } else { $text } }
        $arguments = foreach ($text in $found['Command']['arguments']) { & $quote (& $full $text) }
        $info = [Diagnostics.ProcessStartInfo]::new($found['Path'], ($arguments -join ' '))
        $info.UseShellExecute = $false
        $info.CreateNoWindow = $true
        $info.RedirectStandardInput = $info.RedirectStandardOutput = $info.RedirectStandardError = $true
        $info.StandardOutputEncoding = $info.StandardErrorEncoding = [Text.UTF8Encoding]::new($false)
        $info.WorkingDirectory = $folder
        foreach ($name in $found['Command']['variables'].Keys) {
            $info.EnvironmentVariables[$name] = & $full $found['Command']['variables'][$name]
        }
        # Windows PowerShell writes the mark of the console's encoding, if it has one, before the password.
        $encoding = [Console]::InputEncoding
        if ($encoding.GetPreamble().Length -eq 0) { return [Diagnostics.Process]::Start($info) }
        [Console]::InputEncoding = [Text.UTF8Encoding]::new($false)
        try { [Diagnostics.Process]::Start($info) } finally { [Console]::InputEncoding = $encoding }
    }

    # Waits for a client that is given $bytes. All waits are short ones: a pipeline is stopped only between them.
    $follow = {
        param($process, $result)
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $isLate = { $step['limit'] -gt 0 -and $clock.ElapsedMilliseconds -ge $step['limit'] }
        $complaints = [char[]]::new($most)
        $answers = [char[]]::new($most)
        $complained = $process.StandardError.ReadBlockAsync($complaints, 0, $most)
        $answered = $process.StandardOutput.ReadBlockAsync($answers, 0, $most)
        $written = $process.StandardInput.BaseStream.WriteAsync($bytes, 0, $bytes.Length)
        # A client that closes its input early says why by how it ends.
        try { while (-not ($written.Wait(50) -or $process.HasExited -or (& $isLate))) { } } catch [AggregateException] { }
        try { $process.StandardInput.Close() } catch [IO.IOException] { }

        while (-not $process.WaitForExit(50)) {
            foreach ($read in $complained, $answered) {
                if ($read.IsCompleted -and $read.Result -eq $most) { $result['trouble'] = 'chatty' }
            }
            if (& $isLate) { $result['trouble'] = 'hung' }
            if ($result['trouble']) { return }
        }
        # What the client started may keep its outputs open.
        $clock.Restart()
        while (-not ($complained.IsCompleted -and $answered.IsCompleted) -and $clock.ElapsedMilliseconds -lt 2000) {
            [Threading.Thread]::Sleep(5)
        }
        $result['exitCode'] = $process.ExitCode
        $said = ''
        if ($complained.IsCompleted) { $said = [string]::new($complaints, 0, $complained.Result) }
        if (-not $said.Trim() -and $answered.IsCompleted) { $said = [string]::new($answers, 0, $answered.Result) }
        if ($bytes.Length -gt 0 -and $said) {
            $password = [Text.Encoding]::UTF8.GetString($bytes)
            $said = $said.Replace($password, '***').Replace($password.Trim(), '***')
        }
        $result['said'] = $said
    }

    $end = {
        param($process)
        if (-not $process.HasExited) {
            # Windows PowerShell cannot end what the client started.
            try { $process.Kill($true) } catch { try { $process.Kill() } catch [InvalidOperationException] { } }
        }
        $process.Dispose()
    }

    $run = {
        param($step, $result)
        $found = & $find $step['commands'] $result
        if ($result['trouble']) { return }
        $places = @{}
        if ($step['configPath']) { $places = & $place $found['Command'] $result }
        if ($result['trouble']) { return }
        $process = $null
        $bytes = [byte[]]::new(0)
        try {
            if ($step['password']) { $bytes = & $bytesOf $step['password'] }
            try { $process = & $start $found $places } catch {
                $result['trouble'] = 'start'
                $result['said'] = $_.Exception.GetBaseException().Message
                return
            }
            & $follow $process $result
        } finally {
            [Array]::Clear($bytes, 0, $bytes.Length)
            if ($process) { & $end $process }
        }
    }

    # Clients that write to one file at once lose logins: a machine may be named twice. Those of one user and
    # home wait for each other, and not without end: whoever is on the machine can hold what they wait for.
    $theirs = [Environment]::GetFolderPath('UserProfile') -replace '[\\/:]', '-' -replace '^.*(?=.{100}$)'
    $user = "$([Environment]::UserDomainName)-$([Environment]::UserName)" -replace '[\\/:]', '-'
    $name = "EcrLogin-$user$theirs"
    $gate = [Threading.Mutex]::new($false, "Global\$name")
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $patience = $Request['steps'][0]['patience']
    $isMine = $false
    try {
        try { while (-not ($isMine = $gate.WaitOne(50)) -and $clock.ElapsedMilliseconds -lt $patience) { } } catch [Threading.AbandonedMutexException] { $isMine = $true }
        if (-not $isMine) { throw [TimeoutException]::new("The lock $name of this user's clients was not free for $($patience / 1000) seconds.") }
        $number = 0
        foreach ($step in $Request['steps']) {
            $result = @{ step = $number; tool = $step['commands'][0]['tool']; configPath = $null; trouble = $null; exitCode = $null; said = $null }
            & $run $step $result
            $result
            $number++
        }
    } finally {
        if ($isMine) { $gate.ReleaseMutex() }
        $gate.Dispose()
    }
} $Request
