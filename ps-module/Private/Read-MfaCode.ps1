# Asks for the one-time code of a profile's MFA device; an error that names -MfaCode where nobody can be asked.
function Read-MfaCode($Cmdlet, $Needs) {
    $device = Format-ErrorValue $Needs['detail']['serial']
    $name = Format-ErrorValue $Needs['profile']
    $code = ''
    if (Test-CanPrompt $Cmdlet) {
        $fields = [Management.Automation.Host.FieldDescription[]]@([Management.Automation.Host.FieldDescription]::new('MFA code'))
        try {
            $code = [string]$Cmdlet.Host.UI.Prompt("Profile $name", "One-time code of the MFA device $device", $fields)['MFA code']
        } catch [Management.Automation.PipelineStoppedException] {
            throw
        } catch {
            # A host that says it can ask and cannot.
            $code = ''
        }
    }
    if ($code) { return @{ mfa_code = $code } }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
        code    = 'MfaCodeRequired'
        message = "The profile '$name' needs the one-time code of the MFA device $device, and this host asks for none or got none."
        hint    = 'Give the code with -MfaCode.'
    }))
}
