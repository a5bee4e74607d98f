# What every public command does first; the build puts it where one says <command start>. It has to stand in the
# command's own body: an error made elsewhere bears another name, and preferences count for the scope they are set in.
if ($script:LanguageMode -ne 'FullLanguage') {
    # Nothing but a cmdlet can make an error here.
    Write-Error -ErrorAction Stop -ErrorId 'EcrLogin.ConstrainedLanguage' -Category PermissionDenied -Message (
        'EcrLogin calls a native library, which a session in Constrained Language Mode may not do. ' +
        'Run it in a session in Full Language Mode.')
}
# The preferences of the caller, whose local variables a module's function does not see by itself.
if (-not $PSBoundParameters.ContainsKey('ErrorAction')) { $ErrorActionPreference = $PSCmdlet.GetVariableValue('ErrorActionPreference', $ErrorActionPreference) }
if (-not $PSBoundParameters.ContainsKey('WarningAction')) { $WarningPreference = $PSCmdlet.GetVariableValue('WarningPreference', $WarningPreference) }
if (-not $PSBoundParameters.ContainsKey('Verbose')) { $VerbosePreference = $PSCmdlet.GetVariableValue('VerbosePreference', $VerbosePreference) }
if (-not $PSBoundParameters.ContainsKey('InformationAction')) { $InformationPreference = $PSCmdlet.GetVariableValue('InformationPreference', $InformationPreference) }
if (-not $PSBoundParameters.ContainsKey('ProgressAction')) { $ProgressPreference = $PSCmdlet.GetVariableValue('ProgressPreference', $ProgressPreference) }
if (-not $PSBoundParameters.ContainsKey('WhatIf')) { $WhatIfPreference = $PSCmdlet.GetVariableValue('WhatIfPreference', $WhatIfPreference) }
if (-not $PSBoundParameters.ContainsKey('Confirm')) { $ConfirmPreference = $PSCmdlet.GetVariableValue('ConfirmPreference', $ConfirmPreference) }
if (-not $PSBoundParameters.ContainsKey('Debug')) { $DebugPreference = $PSCmdlet.GetVariableValue('DebugPreference', $DebugPreference) }
# Windows PowerShell takes -Debug for Inquire and would stop at every line.
elseif ($PSBoundParameters['Debug']) { $DebugPreference = 'Continue' }
