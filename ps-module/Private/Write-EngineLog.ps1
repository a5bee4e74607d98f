# The answer's log, and how the answer came about, on the streams that the caller listens to. By cmdlets, not by
# $PSCmdlet's methods, which stop at every line under -Debug in Windows PowerShell.
function Write-EngineLog($Answer) {
    foreach ($line in $Answer['log']) {
        switch ($line['level']) {
            # Said once: the answer to the same request sent again brings it too.
            'warning' { if ($null -eq $Answer['needs']) { Write-Warning $line['message'] } }
            'verbose' { Write-Verbose $line['message'] }
            'debug' { Write-Debug $line['message'] }
        }
    }
    if ($VerbosePreference -in 'SilentlyContinue', 'Ignore' -or $null -eq $Answer['ok']) { return }
    $info = $Answer['ok']['info']
    if ($null -eq $info) { return }
    Write-Verbose "Credentials: $($info['credentials_source'])"
    if ($info['profile']) { Write-Verbose "Profile: $($info['profile'])" }
    Write-Verbose "Region: $($info['region'])"
    if ($info['endpoint']) { Write-Verbose "Endpoint: $($info['endpoint'])" }
    Write-Verbose "Calls: $($info['calls']), in $($info['elapsed_ms']) ms"
    if ($info['kept'] -gt 0) { Write-Verbose "Logins from the cache: $($info['kept'])" }
}
