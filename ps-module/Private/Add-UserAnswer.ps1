# Asks the user for what the engine must know, and adds it to the request.
function Add-UserAnswer($Cmdlet, $Request, $Needs, $Round) {
    # A chain of roles may want more than one answer, but no more than it can have roles.
    if ($Round -ge 15) {
        $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
            code    = 'CredentialsFailed'
            message = "The profile '$(Format-ErrorValue $Needs['profile'])' asks for one answer after the other."
            hint    = 'Correct the profile in the shared config file.'
        }))
    }
    $fields = if ($Needs['kind'] -ceq 'mfa_code') { Read-MfaCode $Cmdlet $Needs }
    else { Get-SamlAssertion $Cmdlet $Needs }
    foreach ($field in $fields.Keys) { $Request[$field] = $fields[$field] }
}
