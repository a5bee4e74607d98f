# How an answer came about, for -Verbose.
function Write-EngineInfo($Element) {
    $info = ConvertFrom-AnswerElement $Element
    if ($null -eq $info) { return }
    Write-Verbose "Credentials: $($info['credentials_source'])"
    if ($info['profile']) { Write-Verbose "Profile: $($info['profile'])" }
    Write-Verbose "Region: $($info['region'])"
    if ($info['endpoint']) { Write-Verbose "Endpoint: $($info['endpoint'])" }
    Write-Verbose "Calls: $($info['calls']), in $($info['elapsed_ms']) ms"
    if ($info['kept'] -gt 0) { Write-Verbose "Logins from the cache: $($info['kept'])" }
}
