# Sends the logins or logouts of some registries to the engine, under a progress bar where they are many, and writes what
# came of them: objects first, then one error for each failure.
function Invoke-ClientRequest($Cmdlet, $Request, $Activity) {
    $count = @($Request['registry_ids']).Count * @($Request['regions']).Count
    if ($count -gt 3) { Write-Progress -Activity $Activity -Status "$count registries" }
    try {
        $answer = ConvertFrom-AnswerElement (Invoke-EcrRequest $Cmdlet $Request)
    } finally {
        if ($count -gt 3) { Write-Progress -Activity $Activity -Completed }
    }
    foreach ($login in $answer['logins']) {
        if (-not $Cmdlet.MyInvocation.BoundParameters['PassThru']) {
            Write-Information (Format-LoginResult $login)
            continue
        }
        $object = [pscustomobject]@{
            PSTypeName = 'EcrLogin.Registry'
            Registry   = $login['registry']
            Tool       = $login['tool']
            ExpiresAt  = if ($null -ne $login['expires_at']) { [DateTimeOffset]::FromUnixTimeMilliseconds(1000 * $login['expires_at']).LocalDateTime }
            Status     = $login['status']
        }
        $object.PSObject.TypeNames.Insert(1, 'EcrLogin.Registry#VERSION')
        $object
    }
    foreach ($failure in $answer['failures']) {
        $Cmdlet.WriteError((ConvertTo-ErrorRecord $failure['error'] ([string[]]$failure['registry_ids'])))
    }
}
