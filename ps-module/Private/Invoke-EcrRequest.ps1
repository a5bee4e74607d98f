# Sends a request and gives what it brought. What the engine must know from the user is asked for, and the request sent
# again; an error ends the public command.
function Invoke-EcrRequest($Cmdlet, $Request, [pscredential] $NetworkCredential) {
    # A chain of roles may want more than one answer, but no more than it can have roles.
    for ($round = 0; $round -lt 16; $round++) {
        $answer = Invoke-EcrLogin $Cmdlet $Request
        Write-EngineLog $answer
        if ($answer['error']) { $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord $answer['error'])) }
        $needs = $answer['needs']
        if ($null -eq $needs) { return $answer['ok'] }
        $fields = if ($needs['kind'] -ceq 'mfa_code') { Read-MfaCode $Cmdlet $needs }
        else { Get-SamlAssertion $Cmdlet $needs $NetworkCredential }
        foreach ($field in $fields.Keys) { $Request[$field] = $fields[$field] }
    }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
        code    = 'CredentialsFailed'
        message = "The profile '$(Format-ErrorValue $needs['profile'])' asks for one answer after the other."
        hint    = 'Correct the profile in the shared config file.'
    }))
}
