# What another machine runs to tell which logins its clients have: it reads their files. As RunClient.ps1 it is in the syntax of
# Windows PowerShell 5.1, leaves nothing and calls no command. What the files hold goes back as SecureStrings, which no log shows.
param($Request)

& {
    param($Request)

    $ErrorActionPreference = 'Stop'
    $most = 65536
    $values = @{}
    $system = 'windows'
    if ([IO.Path]::DirectorySeparatorChar -eq '/') { $system = 'mac' }
    if ([IO.File]::Exists('/proc/self/status')) {
        $system = 'linux'
        $values['USER_ID'] = [regex]::Match([IO.File]::ReadAllText('/proc/self/status'), '(?m)^Uid:\s+(\d+)').Groups[1].Value
    }
    if ($Request['configPath']) {
        $values['CONFIG'] = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Request['configPath'])
    }

    # A path with its variables filled in; nothing where one is not set.
    $fill = {
        param($path)
        foreach ($name in [regex]::Matches($path, '\{(\w+)\}')) {
            $value = $values[$name.Groups[1].Value]
            if (-not $value) { $value = [Environment]::GetEnvironmentVariable($name.Groups[1].Value) }
            if (-not $value) { return }
            $path = $path.Replace($name.Value, $value)
        }
        $path
    }

    # The text of a file, into what is told of it.
    $read = {
        param($result)
        $secret = [Security.SecureString]::new()
        # What is no file but a pipe or a device has no length, and would be waited for.
        $length = [IO.FileInfo]::new($result['path']).Length
        $text = ''
        if ($length -gt 0 -and $length -le 4 * $most) { $text = [IO.File]::ReadAllText($result['path']) }
        if ($length -gt 4 * $most -or $text.Length -gt $most) {
            $result['trouble'] = "has more than $most characters"
            return
        }
        foreach ($letter in $text.ToCharArray()) { $secret.AppendChar($letter) }
        $result['text'] = $secret
    }

    # Whether a variable is set that chooses another place.
    $isChosen = {
        param($place)
        foreach ($name in $place['unless']) { if ([Environment]::GetEnvironmentVariable($name)) { return $true } }
        $false
    }

    $number = -1
    $seen = [Collections.Generic.HashSet[string]]::new()
    foreach ($place in $Request['places']) {
        $number++
        if (& $isChosen $place) { continue }
        $path = $null
        foreach ($way in $place[$system]) {
            $path = & $fill $way
            if ($path) { break }
        }
        if (-not $path -or -not [IO.File]::Exists($path) -or -not $seen.Add($path)) { continue }
        $result = @{ place = $number; path = $path; text = $null; trouble = $null }
        try { & $read $result } catch { $result['trouble'] = "cannot be read: $($_.Exception.GetBaseException().Message)" }
        $result
    }
} $Request
