# Sends the logins or logouts of some registries to the engine, under a progress bar where they are many, and writes what
# came of them: objects first, then one error for each failure.
function Invoke-ClientRequest($Cmdlet, $Request, $Activity) {
    $count = @($Request['registry_ids']).Count * @($Request['regions']).Count
    if ($count -gt 3) { Write-Progress -Activity $Activity -Status "$count registries" }
    try {
        $answer = Invoke-EcrRequest $Cmdlet $Request
    } finally {
        if ($count -gt 3) { Write-Progress -Activity $Activity -Completed }
    }
    foreach ($login in $answer.Element('logins').Elements()) {
        if (-not $Cmdlet.MyInvocation.BoundParameters['PassThru']) {
            Write-Information (Format-LoginResult $login)
            continue
        }
        $end = $login.Element('expires_at').Value
        Add-VersionedType ([pscustomobject]@{
            PSTypeName = 'EcrLogin.Registry'
            Registry   = $login.Element('registry').Value
            Tool       = $login.Element('tool').Value
            ExpiresAt  = if ($end) { [DateTimeOffset]::FromUnixTimeMilliseconds(1000 * $end).LocalDateTime }
            Status     = $login.Element('status').Value
        })
    }
    Write-Failure $Cmdlet $answer
}
